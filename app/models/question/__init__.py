"""The conditions of a question, and questions that were asked before."""
