package dev.fes.source.dynamodb;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;

/**
 * Whether all changes of an item come with the attributes that an event stream keeps order for: a
 * stream that does not have both images has the item's key alone for some of them, and the rest of
 * their ordering key is null.
 */
final class KeyOfChanges {

  private KeyOfChanges() {}

  /** What a route is to be warned of; null if its changes have their key. */
  static @Nullable Failure warning(
      StreamDescription stream, List<String> keyFields, Set<Operation> operations) {
    Set<String> sent =
        stream.keySchema().stream()
            .map(KeySchemaElement::attributeName)
            .collect(Collectors.toSet());
    List<String> unsent =
        keyFields.stream().filter(field -> !sent.contains(OrderingKey.attribute(field))).toList();
    return unsent.isEmpty() || hasWhatIsLeft(stream, operations) ? null : warning(stream, unsent);
  }

  private static boolean hasWhatIsLeft(StreamDescription stream, Set<Operation> operations) {
    return switch (stream.streamViewType()) {
      case NEW_AND_OLD_IMAGES, UNKNOWN_TO_SDK_VERSION -> true;
      case NEW_IMAGE -> !operations.contains(Operation.DELETE);
      case OLD_IMAGE, KEYS_ONLY -> false;
    };
  }

  private static Failure warning(StreamDescription stream, List<String> unsent) {
    return Failure.misconfigured(
        "partition-key-not-sent",
        "stream "
            + stream.streamArn()
            + " has the view type "
            + stream.streamViewTypeAsString()
            + ", so some changes come without "
            + String.join(", ", unsent)
            + ", for which order is kept: they have another key than the others of their item and"
            + " may overtake them. A stream with StreamViewType=NEW_AND_OLD_IMAGES has it");
  }
}
