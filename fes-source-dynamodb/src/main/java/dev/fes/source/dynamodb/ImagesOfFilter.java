package dev.fes.source.dynamodb;

import dev.fes.stage.Failure;
import dev.fes.stage.Share;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;

/**
 * Whether changes come with the images that an event stream's filter looks into: one that is absent
 * from all of them makes it keep everything or nothing, whatever the item is.
 */
final class ImagesOfFilter {

  private static final String NEW = "NewImage";
  private static final String OLD = "OldImage";

  private ImagesOfFilter() {}

  /** What a route is to be warned of; null if its filter sees what it names. */
  static @Nullable Failure warning(StreamDescription stream, Share share) {
    List<String> unsent = unsent(stream).filter(share::filtersBy).toList();
    return unsent.isEmpty()
        ? null
        : Failure.misconfigured(
            "image-not-sent",
            "stream "
                + stream.streamArn()
                + " has the view type "
                + stream.streamViewTypeAsString()
                + ", so no change has the "
                + String.join(" and ", unsent)
                + " that the filter names: to the filter it is always absent. A stream with"
                + " StreamViewType=NEW_AND_OLD_IMAGES has it");
  }

  private static Stream<String> unsent(StreamDescription stream) {
    return switch (stream.streamViewType()) {
      case NEW_AND_OLD_IMAGES, UNKNOWN_TO_SDK_VERSION -> Stream.of();
      case NEW_IMAGE -> Stream.of(OLD);
      case OLD_IMAGE -> Stream.of(NEW);
      case KEYS_ONLY -> Stream.of(NEW, OLD);
    };
  }
}
