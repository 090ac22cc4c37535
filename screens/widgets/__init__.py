"""Parts of screens that paint themselves and know no desk."""
