package dev.fes.api;

/** A document has more values, or deeper ones, than are read. */
final class TooLarge extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String mend;

  TooLarge(String mend) {
    super(mend);
    this.mend = mend;
  }

  String mend() {
    return mend;
  }
}
