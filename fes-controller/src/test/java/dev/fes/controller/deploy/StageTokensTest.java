package dev.fes.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fes.api.ResourceKey;
import dev.fes.controller.plan.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageTokensTest {

  private static final ResourceKey ORDERS = new ResourceKey("shop", "orders");

  @TempDir Path directory;

  @Test
  void eachResourceHasItsOwnAndEveryControllerWithTheKeyTheSame() {
    StageTokens tokens = TestTokens.known();

    assertThat(tokens.token(ORDERS)).hasSize(64).isEqualTo(TestTokens.known().token(ORDERS));
    assertThat(tokens.token(ORDERS)).isNotEqualTo(tokens.token(new ResourceKey("shop", "stock")));
    assertThat(tokens.sha256(ORDERS)).isEqualTo(Sha256.hex(tokens.token(ORDERS)));
  }

  @Test
  void theKeyIsMadeOnceAndForNobodyElseToRead() throws IOException {
    Path file = directory.resolve("work").resolve("key");

    byte[] first = KeyFile.readOrMake(file);

    assertThat(KeyFile.readOrMake(file)).isEqualTo(first).hasSize(32);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(directory.resolve("work")).isDirectoryNotContaining("glob:*.tmp");
  }

  @Test
  void aShortKeyIsNone() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "short");

    assertThatThrownBy(() -> KeyFile.read(file)).hasMessageContaining("needs 32");
  }
}
