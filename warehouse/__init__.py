"""Where tables live: staging, the atomic publish, the lock and reading back."""
