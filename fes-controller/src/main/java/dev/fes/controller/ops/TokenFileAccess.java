package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import dev.fes.controller.ops.Refusal.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** On one machine: whoever has the token of a file may do everything. */
public final class TokenFileAccess implements Access {

  private static final String KEY = "fes.ops.token-file";
  private static final Caller OPERATOR = new Caller("operator");

  private final @Nullable Path file;

  /**
   * @param file read for each request; without one everything is refused
   */
  public TokenFileAccess(@Nullable Path file) {
    this.file = file;
  }

  @Override
  public Caller admit(@Nullable Principal principal, ResourceKey resource, Right right) {
    return admit(principal);
  }

  @Override
  public Caller admit(@Nullable Principal principal, String namespace, Right right) {
    return admit(principal);
  }

  private Caller admit(@Nullable Principal principal) {
    byte[] token = token();
    if (!(principal instanceof Bearer bearer)) {
      throw new Refusal(
          Reason.UNKNOWN_CALLER,
          "this needs the header Authorization: Bearer TOKEN, with the token in the file that "
              + KEY
              + " names");
    }
    if (!MessageDigest.isEqual(token, bearer.token().getBytes(StandardCharsets.UTF_8))) {
      throw new Refusal(
          Reason.UNKNOWN_CALLER, "this is not the token in the file that " + KEY + " names");
    }
    return OPERATOR;
  }

  private byte[] token() {
    if (file == null) {
      throw new Refusal(
          Reason.FORBIDDEN,
          KEY
              + " is not set, so nobody may do this: name a file with a token in the configuration");
    }
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw new Refusal(Reason.FORBIDDEN, KEY + ": the file is empty: write a token into it");
      }
      return token.getBytes(StandardCharsets.UTF_8);
    } catch (IOException _) {
      throw new Refusal(Reason.FORBIDDEN, KEY + ": the file cannot be read: write a token into it");
    }
  }
}
