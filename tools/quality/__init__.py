"""What each part of the assistant brings, on questions with known answers."""
