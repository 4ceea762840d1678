package dev.fes.sink.nakadi;

import java.util.Optional;

/** Where the right to publish comes from. */
interface Token {

  String BEARER = "Bearer";

  /** For a Nakadi that asks for none. */
  Token NONE = Optional::empty;

  /**
   * The value of the {@code Authorization} header, as it is right now.
   *
   * @throws dev.fes.stage.StageFailure if there is none to be had yet
   */
  Optional<String> authorization() throws InterruptedException;

  /** Nakadi does not take that value: one that is kept is not to be used again. */
  default void refused(String authorization) {}
}
