"""发放：the month's list, frozen from the awards; its sums agree with them."""
