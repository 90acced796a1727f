"""MSA itself: pictures and sentences in, embeddings and match logits out."""
