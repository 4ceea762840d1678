package dev.fes.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DefaultsTest {

  private static final EventStream MINIMAL =
      Resources.stream(Resources.shared("postgres-outbox-no-recovery.yaml"));
  private static final Source.PostgresLogicalReplication POSTGRES =
      (Source.PostgresLogicalReplication) MINIMAL.source();

  @Test
  void schemaIsPublic() {
    assertThat(POSTGRES.schema()).isEqualTo("public");
  }

  @Test
  void idColumnIsId() {
    assertThat(POSTGRES.table().idColumn()).isEqualTo("id");
  }

  @Test
  void payloadColumnIsPayload() {
    assertThat(MINIMAL.flow())
        .isEqualTo(new Flow.PostgresWalToGenericNakadiEvent("payload", null, null));
  }

  @Test
  void publicationIsNamedLikeTheSlot() {
    assertThat(POSTGRES.jdbcConnection().publicationName()).isEqualTo("fes");
  }

  @Test
  void everythingButDeletesIsPublished() {
    assertThat(POSTGRES.operations())
        .containsExactly(Operation.INSERT, Operation.UPDATE, Operation.SNAPSHOT)
        .isEqualTo(Operation.publishedByDefault());
  }

  @Test
  void arnIsTakenAsItIs() {
    String manifest = Resources.without(Resources.DYNAMO, "arnResolutionMode");
    var source = (Source.DynamoDbStreamsSubscription) Resources.stream(manifest).source();
    assertThat(source.subscription().arnResolutionMode()).isEqualTo(Source.ArnResolutionMode.EXACT);
    assertThat(source.operations()).isEqualTo(Operation.publishedByDefault());
  }

  @Test
  void secretKeysAreTheOperators() {
    var secret = new Source.DatabaseAuthenticationSecret("credentials", null, null);
    assertThat(secret.userKey()).isEqualTo("username");
    assertThat(secret.passwordKey()).isEqualTo("password");
  }

  @Test
  void namespaceIsDefault() {
    assertThat(Resources.valid(Resources.DYNAMO).key())
        .isEqualTo(new ResourceKey("default", "orders"));
    assertThat(new ResourceKey(null, "orders")).hasToString("default/orders");
  }

  @Test
  void absentListsAreEmpty() {
    assertThat(new Sink.Nakadi("events", null, null, null).partitionKeyFields()).isEmpty();
    assertThat(new Sink.SqsStandard("queue", null, null, null).partitionKeyFields()).isEmpty();
    assertThat(new Sink.SqsFifo("queue", null, null, null).partitionKeyFields()).isEmpty();
  }

  @Test
  void listsAreCopied() {
    List<String> fields = new ArrayList<>(List.of("a"));
    Sink sink = new Sink.Nakadi("events", null, null, fields);
    fields.add("b");
    assertThat(sink.partitionKeyFields()).containsExactly("a");
  }

  @Test
  void everyFieldIsRead() {
    EventStream stream = Resources.stream(Resources.FULL);
    var source = (Source.PostgresLogicalReplication) stream.source();
    assertThat(stream.uniqueStreamId()).isEqualTo("orders");
    assertThat(source.schema()).isEqualTo("data");
    assertThat(source.table()).isEqualTo(new Source.Table("outbox", "key"));
    assertThat(source.operations()).containsExactly(Operation.INSERT);
    assertThat(source.jdbcConnection().publicationName()).isEqualTo("fes_publication");
    assertThat(stream.flow())
        .isEqualTo(new Flow.PostgresWalToGenericNakadiEvent("body", "flow_id", "span_ctx"));
    assertThat(stream.sink().partitionKeyFields()).containsExactly("order_id");
  }
}
