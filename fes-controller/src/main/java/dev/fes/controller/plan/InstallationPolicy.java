package dev.fes.controller.plan;

import dev.fes.api.EventStream;
import dev.fes.api.FabricEventStream;
import dev.fes.api.Finding;
import dev.fes.api.Recovery;
import dev.fes.api.Sink;
import dev.fes.api.Source;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this installation does not allow, or cannot serve, of a resource that is valid in itself.
 */
record InstallationPolicy(Installation installation) {

  List<Finding> findings(FabricEventStream resource) {
    List<Finding> findings =
        new ArrayList<>(PodChoices.of(resource.annotations()).denied(installation.kubernetes()));
    for (int i = 0; i < resource.eventStreams().size(); i++) {
      String path = "spec.eventStreams[" + i + "]";
      EventStream stream = resource.eventStreams().get(i);
      findings.addAll(source(path + ".source", stream.source()));
      findings.addAll(sink(path + ".sink", stream.sink()));
      if (stream.recovery() instanceof Recovery.DeadLetter(Sink letters)) {
        findings.addAll(sink(path + ".recovery.sink", letters));
      }
    }
    return findings;
  }

  private List<Finding> source(String path, Source source) {
    return switch (source) {
      case Source.PostgresLogicalReplication postgres ->
          database(path + ".jdbcConnection", postgres.jdbcConnection());
      case Source.DynamoDbStreamsSubscription _ -> List.of();
    };
  }

  private List<Finding> database(String path, Source.JdbcConnection connection) {
    boolean secret = connection.databaseAuthentication() != null;
    if (secret && !installation.hasSecrets()) {
      return List.of(
          new Finding(
              path + ".databaseAuthentication",
              "names a Secret, but this installation has none: set fes.secrets-directory in its configuration"));
    }
    if (!secret
        && PostgresAccess.describedBy(connection.url(), installation.databases()).isEmpty()) {
      String host = connection.url().host().name();
      return List.of(
          new Finding(
              path + ".databaseAuthentication",
              "is missing, and this installation has no credentials for the host "
                  + host
                  + ": name a Secret here, or add fes.databases.["
                  + host
                  + "] to its configuration"));
    }
    return List.of();
  }

  private List<Finding> sink(String path, Sink sink) {
    return switch (sink) {
      case Sink.Nakadi nakadi -> nakadi(path + ".nakadiBaseUri", nakadi.nakadiBaseUri());
      case Sink.SqsStandard queue -> queue(path + ".queueUrl", queue.queueUrl());
      case Sink.SqsFifo queue -> queue(path + ".queueUrl", queue.queueUrl());
    };
  }

  private List<Finding> nakadi(String path, @Nullable URI baseUri) {
    URI own = installation.nakadi().baseUri();
    if (baseUri == null) {
      return own != null
          ? List.of()
          : List.of(
              new Finding(
                  path, "is missing, and this installation has none: set fes.nakadi.base-uri"));
    }
    List<URI> allowed = new ArrayList<>(installation.nakadi().allowedBaseUris());
    if (own != null) {
      allowed.add(own);
    }
    return within(path, baseUri, allowed, "fes.nakadi.allowed-base-uris");
  }

  private List<Finding> queue(String path, @Nullable URI queueUrl) {
    return queueUrl == null
        ? List.of()
        : within(
            path, queueUrl, installation.aws().allowedQueueUrls(), "fes.aws.allowed-queue-urls");
  }

  private static List<Finding> within(String path, URI uri, List<URI> allowed, String setting) {
    return allowed.stream().anyMatch(root -> isWithin(uri, root))
        ? List.of()
        : List.of(
            new Finding(
                path,
                uri.getHost()
                    + " is not allowed by this installation: leave it out, or have "
                    + setting
                    + " list it"));
  }

  /** Same scheme, host and port, nothing hidden in it, and a path below the root's. */
  static boolean isWithin(URI uri, URI root) {
    return uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && uri.getHost() != null
        && uri.getHost().equalsIgnoreCase(root.getHost())
        && uri.getScheme().equalsIgnoreCase(root.getScheme())
        && port(uri) == port(root)
        && !uri.getRawPath().contains("%")
        && directory(uri.normalize()).startsWith(directory(root));
  }

  private static int port(URI uri) {
    if (uri.getPort() != -1) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  private static String directory(URI uri) {
    return uri.getRawPath().endsWith("/") ? uri.getRawPath() : uri.getRawPath() + "/";
  }
}
