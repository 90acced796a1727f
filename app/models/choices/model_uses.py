"""What a model can be used for now."""

OPEN_INDEX, NEXT_INDEX = USES = ("open", "next")
