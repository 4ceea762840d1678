package dev.fes.controller.ops;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

/** Asks a controller of this package over HTTP, with and without the operator's token. */
record Endpoints(MockMvc mvc) {

  private static final String TOKEN = "s3cret";

  static Endpoints of(Object controller) {
    return new Endpoints(
        MockMvcBuilders.standaloneSetup(controller)
            .setControllerAdvice(new RefusalAdvice())
            .addFilters(new BearerFilter())
            .build());
  }

  /** Lets in whoever brings the token. */
  static Guard guard(Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), TOKEN);
    return new Guard(new TokenFileAccess(file), new Audit(Clock.systemUTC()));
  }

  MockHttpServletResponse read(String path) throws Exception {
    return asked(get(path));
  }

  MockHttpServletResponse send(String path, String body) throws Exception {
    return asked(post(path).content(body));
  }

  MockHttpServletResponse sendWithoutToken(String path, String body) throws Exception {
    return mvc.perform(post(path).content(body)).andReturn().getResponse();
  }

  private MockHttpServletResponse asked(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.header("Authorization", "Bearer " + TOKEN))
        .andReturn()
        .getResponse();
  }
}
