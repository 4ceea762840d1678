package dev.fes.sink.sqs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/** A pod's identity in AWS is its service account's role, which the SDK asks STS for. */
class ServiceAccountTest {

  private static final String ENDPOINT = "aws.endpointUrlSts";
  private static final String REGION = "aws.region";

  @BeforeEach
  void nobodyIsAtSts() {
    System.setProperty(ENDPOINT, "http://127.0.0.1:1");
    System.setProperty(REGION, "eu-central-1");
  }

  @AfterEach
  void leave() {
    System.clearProperty(ENDPOINT);
    System.clearProperty(REGION);
  }

  @Test
  void stsIsAskedForItsRole(@TempDir Path folder) throws Exception {
    WebIdentityTokenFileCredentialsProvider role =
        WebIdentityTokenFileCredentialsProvider.builder()
            .roleArn("arn:aws:iam::000000000000:role/fes")
            .roleSessionName("test")
            .webIdentityTokenFile(Files.writeString(folder.resolve("token"), "token"))
            .build();

    assertThatThrownBy(role::resolveCredentials)
        .hasStackTraceContaining("127.0.0.1:1")
        .hasStackTraceContaining("refused");
  }
}
