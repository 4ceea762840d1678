package dev.fes.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ControlFilterTest {

  /** Of {@code token}. */
  private static final String HASH =
      "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0";

  @Test
  void aChangeNeedsTheToken() throws Exception {
    assertThat(status(HASH, "POST", "Bearer token")).isEqualTo(200);
    assertThat(status(HASH, "POST", "bearer token")).isEqualTo(200);
    assertThat(status(HASH, "POST", null)).isEqualTo(401);
    assertThat(status(HASH, "POST", "Bearer other")).isEqualTo(401);
    assertThat(status(HASH, "POST", "Basic token")).isEqualTo(401);
    assertThat(status(HASH, "DELETE", null)).isEqualTo(401);
  }

  @Test
  void aLookIsFree() throws Exception {
    assertThat(status(HASH, "GET", null)).isEqualTo(200);
  }

  @Test
  void aStageThatWasToldNoTokenAsksForNone() throws Exception {
    assertThat(status(new ControlSettings(" ", null).tokenSha256(), "POST", null)).isEqualTo(200);
  }

  @Test
  void takesNothingElseForAHash() {
    assertThatThrownBy(() -> new ControlSettings("token", null))
        .hasMessageContaining("fes.stage.token-sha256");
  }

  private static int status(@Nullable String hash, String method, @Nullable String authorization)
      throws Exception {
    MockHttpServletRequest request = new MockHttpServletRequest(method, "/actuator/stage");
    if (authorization != null) {
      request.addHeader("Authorization", authorization);
    }
    MockHttpServletResponse response = new MockHttpServletResponse();
    new ControlFilter(hash).doFilter(request, response, new MockFilterChain());
    return response.getStatus();
  }
}
