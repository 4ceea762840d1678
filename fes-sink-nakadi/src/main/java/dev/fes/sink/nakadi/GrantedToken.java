package dev.fes.sink.nakadi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fes.sink.nakadi.NakadiSettings.ClientCredentials;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The token that an OAuth2 service grants for client credentials: kept until shortly before it
 * ends, or until Nakadi refuses it. One lane asks for all.
 */
final class GrantedToken implements Token {

  private final ClientCredentials client;
  private final Connections connections;
  private final Lock asking = new ReentrantLock();
  private final AtomicReference<@Nullable Kept> kept = new AtomicReference<>();

  GrantedToken(ClientCredentials client, Connections connections) {
    this.client = client;
    this.connections = connections;
  }

  private record Kept(String authorization, long until) {

    boolean isFresh() {
      return until - System.nanoTime() > 0;
    }
  }

  @Override
  public Optional<String> authorization() throws InterruptedException {
    Kept known = kept.get();
    return Optional.of(known != null && known.isFresh() ? known.authorization : renewed());
  }

  @Override
  public void refused(String authorization) {
    Kept known = kept.get();
    if (known != null && known.authorization.equals(authorization)) {
      kept.compareAndSet(known, null);
    }
  }

  private String renewed() throws InterruptedException {
    asking.lockInterruptibly();
    try {
      Kept known = kept.get();
      if (known == null || !known.isFresh()) {
        Grant grant = ask();
        known = new Kept(grant.authorization(), System.nanoTime() + grant.lasting().toNanos());
        kept.set(known);
      }
      return known.authorization;
    } finally {
      asking.unlock();
    }
  }

  private Grant ask() throws InterruptedException {
    String neighbour = "the token service at " + client.tokenUri();
    return Grant.read(connections.exchange(request(), neighbour), neighbour);
  }

  private HttpRequest request() {
    String scope =
        client.scopes().isEmpty() ? "" : "&scope=" + encoded(String.join(" ", client.scopes()));
    return HttpRequest.newBuilder(client.tokenUri())
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .header("Authorization", "Basic " + credentials())
        .POST(BodyPublishers.ofString("grant_type=client_credentials" + scope))
        .build();
  }

  private String credentials() {
    String id = encoded(new CredentialFile(client.clientIdFile()).read());
    String secret = encoded(new CredentialFile(client.clientSecretFile()).read());
    return Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(UTF_8));
  }

  /** RFC 6749, section 2.3.1: id and secret are form-encoded before they are joined. */
  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
