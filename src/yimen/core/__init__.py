"""What the law says and how it is computed: plain Python; no Django, no network, no clock."""
