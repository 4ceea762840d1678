package dev.fes.sink.nakadi;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The installation's Nakadi.
 *
 * @param baseUri where its API is, unless the sink names another
 * @param tokenFile the file that holds the token; read again for each request. Without one, and
 *     without a grant, no token is sent
 * @param tokenTypeFile the file that holds the token's type; without one it is a bearer token
 * @param oauth2 where a token is granted, instead of being found in a file
 * @param connectTimeout the longest wait for a connection
 * @param readTimeout the longest wait for an answer; Nakadi itself can take 35 s and more
 * @param gzip whether request bodies are compressed
 */
@ConfigurationProperties("fes.nakadi")
public record NakadiSettings(
    @Nullable URI baseUri,
    @Nullable Path tokenFile,
    @Nullable Path tokenTypeFile,
    @Nullable ClientCredentials oauth2,
    @DefaultValue("10s") Duration connectTimeout,
    @DefaultValue("60s") Duration readTimeout,
    @DefaultValue("false") boolean gzip) {

  public NakadiSettings {
    if (baseUri != null && !isAddress(baseUri)) {
      throw new IllegalArgumentException(
          "fes.nakadi.base-uri is no http(s) address: write one, such as https://nakadi.example.org");
    }
    if (tokenFile != null && oauth2 != null) {
      throw new IllegalArgumentException(
          "fes.nakadi.token-file and fes.nakadi.oauth2 are two ways to one token: set one of them");
    }
  }

  private static boolean isAddress(@Nullable URI uri) {
    return uri != null
        && uri.getHost() != null
        && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
  }

  /**
   * The grant of client credentials.
   *
   * @param tokenUri the token endpoint of the OAuth2 service
   * @param clientIdFile the file that holds the client's id; read again for each grant
   * @param clientSecretFile the file that holds the client's secret; read again for each grant
   * @param scopes what the token is asked for
   */
  public record ClientCredentials(
      URI tokenUri, Path clientIdFile, Path clientSecretFile, List<String> scopes) {

    public ClientCredentials {
      require(isAddress(tokenUri), "token-uri", "the http(s) address of the token service");
      require(clientIdFile != null, "client-id-file", "the file that holds the client's id");
      require(clientSecretFile != null, "client-secret-file", "the file that holds its secret");
      scopes = scopes == null ? List.of() : List.copyOf(scopes);
    }

    private static void require(boolean right, String key, String what) {
      if (!right) {
        throw new IllegalArgumentException("fes.nakadi.oauth2." + key + ": give " + what);
      }
    }
  }
}
