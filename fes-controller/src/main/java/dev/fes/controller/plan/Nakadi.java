package dev.fes.controller.plan;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The platform's Nakadi. What is absent is the sink's own default.
 *
 * @param tokenFile a bearer token, read again when it changes
 * @param oauth2 asks for tokens instead
 * @param allowedBaseUris where a manifest's nakadiBaseUri may point besides {@code baseUri}
 */
public record Nakadi(
    @Nullable URI baseUri,
    @Nullable Path tokenFile,
    @Nullable Path tokenTypeFile,
    @Nullable OAuth2 oauth2,
    @Nullable Duration connectTimeout,
    @Nullable Duration readTimeout,
    @Nullable Boolean gzip,
    @DefaultValue List<URI> allowedBaseUris) {

  public Nakadi {
    Limits.require(
        baseUri == null || isAddress(baseUri),
        "fes.nakadi.base-uri is no http(s) address: write one, such as https://nakadi.example.org");
    Limits.require(
        tokenFile == null || oauth2 == null,
        "fes.nakadi.oauth2 is given beside fes.nakadi.token-file: keep one of them");
    Limits.positive("fes.nakadi.connect-timeout", connectTimeout);
    Limits.positive("fes.nakadi.read-timeout", readTimeout);
    allowedBaseUris = List.copyOf(allowedBaseUris);
  }

  private static boolean isAddress(URI uri) {
    return uri.getHost() != null
        && ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()));
  }

  static Nakadi undescribed() {
    return new Nakadi(null, null, null, null, null, null, null, List.of());
  }

  /** The client credentials grant; its files are read again when they change. */
  public record OAuth2(
      URI tokenUri, Path clientIdFile, Path clientSecretFile, @DefaultValue List<String> scopes) {

    public OAuth2 {
      Limits.required(
          "fes.nakadi.oauth2.token-uri", tokenUri, "name the address that gives tokens");
      Limits.required(
          "fes.nakadi.oauth2.client-id-file",
          clientIdFile,
          "name the file that holds the client's id");
      Limits.required(
          "fes.nakadi.oauth2.client-secret-file",
          clientSecretFile,
          "name the file that holds the client's secret");
      scopes = List.copyOf(scopes);
    }
  }
}
