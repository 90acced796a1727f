"""Questions made, asked again, kept, and counted over areas."""
