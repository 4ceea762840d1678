package dev.fes.testbed;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** What a client of the local AWS servers needs: they ask for credentials and never check them. */
public final class AwsAccess {

  public static final Region REGION = Region.EU_CENTRAL_1;
  public static final String ACCESS_KEY = "testbed";
  public static final String SECRET_KEY = "testbed";

  private AwsAccess() {}

  /** Points any AWS SDK client at a local server. */
  public static void to(AwsClientBuilder<?, ?> builder, URI endpoint) {
    builder
        .endpointOverride(endpoint)
        .region(REGION)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)));
  }
}
