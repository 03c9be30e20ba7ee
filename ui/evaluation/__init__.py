"""The Evaluation page: numbers, the confusion matrix, the pictures behind it."""
