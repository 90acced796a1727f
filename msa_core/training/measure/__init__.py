"""How good a model is: recalls, categories, confidence and failures."""
