package dev.fes.stage;

/** A target that keeps the order and takes one call at a time. */
interface InOrder extends Publisher {

  @Override
  default int lanes() {
    return 1;
  }

  @Override
  default boolean unordered() {
    return false;
  }
}
