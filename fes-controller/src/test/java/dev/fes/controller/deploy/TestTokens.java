package dev.fes.controller.deploy;

/** Tokens from a key that everybody knows. */
public final class TestTokens {

  private TestTokens() {}

  public static StageTokens known() {
    return new StageTokens(() -> new byte[32]);
  }
}
