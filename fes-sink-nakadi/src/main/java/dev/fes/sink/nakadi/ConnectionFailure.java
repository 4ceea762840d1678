package dev.fes.sink.nakadi;

import dev.fes.stage.Failure;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words why there was no answer; all of it may pass. */
final class ConnectionFailure {

  private ConnectionFailure() {}

  static Failure of(@Nullable Throwable thrown, String neighbour) {
    return switch (thrown) {
      case TimeoutException _ -> failure("timeout", neighbour, "did not answer in time");
      case HttpConnectTimeoutException _ ->
          failure("connect-timeout", neighbour, "does not take connections");
      case ConnectException e when e.getCause() instanceof UnresolvedAddressException _ ->
          failure("unknown-host", neighbour, "has a host name that is not known");
      case ConnectException e
          when e.getCause() != null
              && e.getCause().getCause() instanceof UnresolvedAddressException _ ->
          failure("unknown-host", neighbour, "has a host name that is not known");
      case ConnectException _ -> failure("connection-refused", neighbour, "refuses connections");
      case SSLException e ->
          failure("tls", neighbour, "and this stage find no common TLS: " + e.getMessage());
      case null, default ->
          failure("connection-lost", neighbour, "broke the connection off: " + thrown);
    };
  }

  private static Failure failure(String reason, String neighbour, String what) {
    return Failure.transientFailure(reason, neighbour + " " + what);
  }
}
