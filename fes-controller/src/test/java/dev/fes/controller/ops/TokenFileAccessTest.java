package dev.fes.controller.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fes.api.ResourceKey;
import dev.fes.controller.ops.Refusal.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileAccessTest {

  private static final ResourceKey KEY = new ResourceKey("default", "orders");

  @TempDir Path directory;

  private Path file;
  private Access access;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(directory.resolve("token"), "known\n");
    access = new TokenFileAccess(file);
  }

  @Test
  void admitsWhoeverHasTheToken() {
    assertThat(access.admit(new Bearer("known"), KEY, Right.ACT)).isEqualTo(new Caller("operator"));
    assertThat(access.admit(new Bearer("known"), "default", Right.READ_PAYLOADS))
        .isEqualTo(new Caller("operator"));
  }

  @Test
  void takesUpAChangedToken() throws IOException {
    Files.writeString(file, "next");

    assertThat(access.admit(new Bearer("next"), KEY, Right.ACT).name()).isEqualTo("operator");
    refuses(access, new Bearer("known"), Reason.UNKNOWN_CALLER, "not the token");
  }

  @Test
  void refusesNobodyAndStrangers() {
    refuses(access, null, Reason.UNKNOWN_CALLER, "Authorization: Bearer");
    refuses(access, () -> "known", Reason.UNKNOWN_CALLER, "Authorization: Bearer");
    refuses(access, new Bearer("knowN"), Reason.UNKNOWN_CALLER, "not the token");
  }

  @Test
  void refusesEverybodyWithoutAToken() throws IOException {
    refuses(new TokenFileAccess(null), new Bearer("known"), Reason.FORBIDDEN, "is not set");
    Files.writeString(file, " \n");
    refuses(access, new Bearer(""), Reason.FORBIDDEN, "is empty");
    Files.delete(file);
    refuses(access, new Bearer("known"), Reason.FORBIDDEN, "cannot be read");
  }

  @Test
  void aTokenIsInNoText() {
    assertThat(new Bearer("known").toString()).doesNotContain("known");
    assertThat(new Bearer("known").getName()).doesNotContain("known");
  }

  private static void refuses(
      Access access, @Nullable Principal principal, Reason reason, String words) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> access.admit(principal, KEY, Right.ACT))
        .withMessageContaining(words)
        .withMessageContaining(
            words.startsWith("is") || words.startsWith("cannot") ? "fes.ops.token-file" : "")
        .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
