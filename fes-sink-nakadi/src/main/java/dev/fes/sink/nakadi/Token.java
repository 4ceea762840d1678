package dev.fes.sink.nakadi;

import java.util.Optional;

/**
 * Where the right to publish comes from: today a file, and there is room for a grant of client
 * credentials.
 */
interface Token {

  /** For a Nakadi that asks for none. */
  Token NONE = Optional::empty;

  /**
   * The value of the {@code Authorization} header, as it is right now.
   *
   * @throws dev.fes.stage.StageFailure if there is none to be had yet
   */
  Optional<String> authorization();
}
