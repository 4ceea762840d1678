package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Whether an item's changes all have the same ordering key. */
class KeyOfChangesTest {

  private static final Set<Operation> ALL =
      Set.of(Operation.INSERT, Operation.UPDATE, Operation.DELETE);
  private static final Set<Operation> NO_DELETES = Set.of(Operation.INSERT, Operation.UPDATE);

  @ParameterizedTest
  @EnumSource(
      value = StreamViewType.class,
      names = {"NEW_IMAGE", "OLD_IMAGE", "KEYS_ONLY"})
  void aStreamWithoutBothImagesIsWarnedOf(StreamViewType type) {
    var warning = KeyOfChanges.warning(stream(type), List.of("id", "customer.id"), ALL);

    assertThat(warning.reason()).isEqualTo("partition-key-not-sent");
    assertThat(warning.message())
        .contains("stream arn has the view type " + type)
        .contains("without customer.id,");
  }

  @Test
  void newImagesAreEnoughWithoutDeletes() {
    List<String> customer = List.of("customer");
    assertThat(KeyOfChanges.warning(stream(StreamViewType.NEW_IMAGE), customer, NO_DELETES))
        .isNull();
    assertThat(KeyOfChanges.warning(stream(StreamViewType.OLD_IMAGE), customer, NO_DELETES))
        .isNotNull();
  }

  @Test
  void bothImagesOrTheItemsKeyAreEnough() {
    StreamDescription both = stream(StreamViewType.NEW_AND_OLD_IMAGES);
    StreamDescription keys = stream(StreamViewType.KEYS_ONLY);
    assertThat(KeyOfChanges.warning(both, List.of("customer"), ALL)).isNull();
    assertThat(KeyOfChanges.warning(keys, List.of("Keys.id"), ALL)).isNull();
    assertThat(KeyOfChanges.warning(keys, List.of(), ALL)).isNull();
  }

  private static StreamDescription stream(StreamViewType type) {
    return StreamDescription.builder()
        .streamArn("arn")
        .streamViewType(type)
        .keySchema(KeySchemaElement.builder().attributeName("id").build())
        .build();
  }
}
