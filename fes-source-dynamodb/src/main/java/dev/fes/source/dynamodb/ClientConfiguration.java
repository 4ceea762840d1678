package dev.fes.source.dynamodb;

import io.awspring.cloud.autoconfigure.AwsClientProperties;
import io.awspring.cloud.autoconfigure.core.AwsClientBuilderConfigurer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/** Puts the clients together from the installation's AWS and the role of the resource. */
@Configuration(proxyBeanMethods = false)
class ClientConfiguration {

  private static final int MOST_CONNECTIONS = 128;
  private static final int LEASE_CONNECTIONS = 8;

  private final AwsClientBuilderConfigurer aws;
  private final DynamoDbSettings calls;

  ClientConfiguration(AwsClientBuilderConfigurer aws, DynamoDbSettings calls) {
    this.aws = aws;
    this.calls = calls;
  }

  @Bean
  @ConfigurationProperties("spring.cloud.aws.dynamodb")
  DynamoDbEndpoint dynamoDbEndpoint() {
    return new DynamoDbEndpoint();
  }

  @Bean
  @ConfigurationProperties("spring.cloud.aws.sts")
  StsEndpoint stsEndpoint() {
    return new StsEndpoint();
  }

  @Bean
  Clients clients(DynamoDbSourceSettings settings, DynamoDbEndpoint dynamoDb, StsEndpoint sts) {
    Region region = Region.of(settings.streamArn().split(":", -1)[3]);
    AwsCredentialsProvider role = role(settings, sts);
    return new Clients(
        ofStream(aws.configure(DynamoDbStreamsClient.builder(), dynamoDb, null), region, role)
            .httpClientBuilder(http())
            .build(),
        ofStream(aws.configure(DynamoDbClient.builder(), dynamoDb, null), region, role)
            .httpClientBuilder(http())
            .build(),
        leases(dynamoDb),
        region);
  }

  private DynamoDbAsyncClient leases(DynamoDbEndpoint dynamoDb) {
    return limited(aws.configure(DynamoDbAsyncClient.builder(), dynamoDb, null))
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder()
                .eventLoopGroupBuilder(SdkEventLoopGroup.builder().numberOfThreads(1))
                .maxConcurrency(LEASE_CONNECTIONS)
                .connectionTimeout(calls.connectTimeout())
                .readTimeout(calls.callTimeout()))
        .build();
  }

  /** The role's credentials, fetched again before they expire; null without a role. */
  private @Nullable AwsCredentialsProvider role(
      DynamoDbSourceSettings settings, StsEndpoint endpoint) {
    String role = settings.stsAssumeRoleArn();
    if (role == null) {
      return null;
    }
    StsClient sts =
        limited(aws.configure(StsClient.builder(), endpoint, null))
            .httpClientBuilder(http())
            .build();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(
            request -> request.roleArn(role).roleSessionName(sessionName(settings.reader())))
        .build();
  }

  private <B extends AwsClientBuilder<B, ?>> B ofStream(
      B builder, Region region, @Nullable AwsCredentialsProvider role) {
    B limited = limited(builder).region(region);
    return role == null ? limited : limited.credentialsProvider(role);
  }

  private <B extends AwsClientBuilder<B, ?>> B limited(B builder) {
    ClientOverrideConfiguration limits =
        builder.overrideConfiguration().toBuilder().apiCallTimeout(calls.callTimeout()).build();
    return builder.overrideConfiguration(limits);
  }

  private Apache5HttpClient.Builder http() {
    return Apache5HttpClient.builder()
        .maxConnections(MOST_CONNECTIONS)
        .connectionTimeout(calls.connectTimeout())
        .socketTimeout(calls.callTimeout())
        .connectionAcquisitionTimeout(calls.callTimeout());
  }

  /** A session has a name of at most 64 letters. */
  private static String sessionName(String reader) {
    String name = reader.replaceAll("[^\\w+=,.@-]", "-");
    return name.substring(0, Math.min(64, name.length()));
  }

  /** Where DynamoDB is, where it differs from the rest of AWS. */
  static final class DynamoDbEndpoint extends AwsClientProperties {}

  /** Likewise STS. */
  static final class StsEndpoint extends AwsClientProperties {}
}
