"""What training changes in pictures and captions on purpose."""
