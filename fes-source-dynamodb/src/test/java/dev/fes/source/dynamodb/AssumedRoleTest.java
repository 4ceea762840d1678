package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fes.source.dynamodb.Wiretap.Call;
import dev.fes.stage.Failure;
import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** The clients as the stage makes them, of {@code stsAssumeRoleArn} and the installation's AWS. */
class AssumedRoleTest {

  private static final String ROLE = "arn:aws:iam::000000000000:role/reader";

  private final LocalDynamo dynamo = LocalDynamo.SHARED;
  private final String table = dynamo.createTable();
  private final String stream = dynamo.streamArn(table);
  private final Wiretap wiretap = new Wiretap(dynamo.endpoint());

  @AfterEach
  void stop() {
    wiretap.close();
  }

  @Test
  void theStreamIsReadAsTheRoleAndTheLeaseTableAsTheStageItself() {
    with(
        "fes.source.sts-assume-role-arn=" + ROLE,
        clients -> {
          read(clients);
          clients.tables().describeTable(request -> request.tableName(table));
          clients.leases().describeTable(request -> request.tableName(table)).join();
        });
    assertThat(wiretap.assumed)
        .singleElement()
        .asString()
        .contains("Action=AssumeRole", "role%2Freader", "RoleSessionName=the-leases");
    assertThat(wiretap.calls)
        .containsExactly(
            new Call("DescribeStream", "ROLE1", "token-1"),
            new Call("DescribeTable", "ROLE1", "token-1"),
            new Call("DescribeTable", "own", ""));
  }

  @Test
  void theRoleIsAssumedAgainBeforeItsCredentialsExpire() {
    wiretap.credentialsLast(Duration.ofSeconds(30));
    with(
        "fes.source.sts-assume-role-arn=" + ROLE,
        clients -> {
          read(clients);
          wiretap.credentialsLast(Duration.ofHours(1));
          read(clients);
          read(clients);
        });
    assertThat(wiretap.calls)
        .extracting(Call::accessKey)
        .containsExactly("ROLE1", "ROLE2", "ROLE2");
    assertThat(wiretap.assumed).hasSize(2);
  }

  @Test
  void withoutARoleAllIsDoneAsTheStageItself() {
    with("fes.source.reader=r", this::read);
    assertThat(wiretap.assumed).isEmpty();
    assertThat(wiretap.calls).containsExactly(new Call("DescribeStream", "own", ""));
  }

  @Test
  void aRoleThatMayNotBeAssumedIsSaidToBeThatAndNotTheStream() {
    wiretap.denyRoles();
    with(
        "fes.source.sts-assume-role-arn=" + ROLE,
        clients -> {
          Failure failure = DynamoFailures.ofStream(stream).of(catchThrowable(() -> read(clients)));
          assertThat(failure.kind()).isEqualTo(Failure.Kind.MISCONFIGURED);
          assertThat(failure.reason()).isEqualTo("access-denied");
          assertThat(failure.message())
              .contains("stsAssumeRoleArn", "sts:AssumeRole", "trust policy")
              .doesNotContain("GetRecords");
        });
  }

  private void read(Clients clients) {
    clients.streams().describeStream(request -> request.streamArn(stream));
  }

  private void with(String setting, Consumer<Clients> test) {
    new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                AwsAutoConfiguration.class,
                CredentialsProviderAutoConfiguration.class,
                RegionProviderAutoConfiguration.class))
        .withUserConfiguration(Wiring.class, ClientConfiguration.class)
        .withPropertyValues(
            setting,
            "fes.source.stream-arn=" + stream,
            "fes.source.lease-table-name=the-leases",
            "spring.cloud.aws.region.static=" + LocalDynamo.REGION,
            "spring.cloud.aws.credentials.access-key=own",
            "spring.cloud.aws.credentials.secret-key=secret",
            "spring.cloud.aws.endpoint=" + wiretap.uri())
        .run(context -> test.accept(context.getBean(Clients.class)));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties({DynamoDbSourceSettings.class, DynamoDbSettings.class})
  static class Wiring {}
}
