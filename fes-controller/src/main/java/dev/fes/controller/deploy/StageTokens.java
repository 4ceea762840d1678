package dev.fes.controller.deploy;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The token by which the controller changes the stages of a resource: made from one key of its own,
 * so that nothing secret has to be where stages run. They know its hash.
 */
public final class StageTokens {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LEAST = 32;

  private final Supplier<byte[]> source;
  private byte @Nullable [] key;

  /**
   * @param source of the key: 32 random bytes or more; asked when the first token is needed
   */
  public StageTokens(Supplier<byte[]> source) {
    this.source = source;
  }

  /** The bytes of a key that has been read from somewhere. */
  public static byte[] checked(byte[] key, String where) {
    if (key.length < LEAST) {
      throw new IllegalStateException(
          where + " has " + key.length + " bytes: a key for the stages' tokens needs " + LEAST);
    }
    return key;
  }

  String token(ResourceKey resource) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(), ALGORITHM));
      return HexFormat.of()
          .formatHex(mac.doFinal(resource.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** What the stages of the resource are told. */
  public String sha256(ResourceKey resource) {
    return Sha256.hex(token(resource));
  }

  private synchronized byte[] key() {
    if (key == null) {
      key = source.get();
    }
    return key;
  }
}
