package dev.fes.source.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.api.Operation;
import dev.fes.stage.Failure;
import dev.fes.stage.Share;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.StreamDescription;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Whether a filter sees what it names. */
class ImagesOfFilterTest {

  private static final String NEW = "[?(@.NewImage.state == 'sent')]";
  private static final String BOTH = "[?(@.OldImage.state != @.NewImage.state)]";

  @ParameterizedTest
  @CsvSource({
    "KEYS_ONLY, NewImage",
    "OLD_IMAGE, NewImage",
    "KEYS_ONLY, OldImage",
    "NEW_IMAGE, OldImage"
  })
  void anImageThatNoChangeHasIsWarnedOf(StreamViewType type, String image) {
    Failure warning = warning(type, "[?(@." + image + ".state == 'sent')]");

    assertThat(warning.reason()).isEqualTo("image-not-sent");
    assertThat(warning.message())
        .contains("stream arn has the view type " + type)
        .contains("no change has the " + image + " that the filter names")
        .contains("NEW_AND_OLD_IMAGES");
  }

  @Test
  void bothMayBeMissing() {
    assertThat(warning(StreamViewType.KEYS_ONLY, BOTH).message()).contains("NewImage and OldImage");
  }

  @Test
  void whatIsSentOrNotAskedForIsEnough() {
    assertThat(warning(StreamViewType.NEW_IMAGE, NEW)).isNull();
    assertThat(warning(StreamViewType.NEW_AND_OLD_IMAGES, BOTH)).isNull();
    assertThat(warning(StreamViewType.KEYS_ONLY, "[?(@.eventName == 'INSERT')]")).isNull();
    assertThat(warning(StreamViewType.KEYS_ONLY, null)).isNull();
  }

  private static @Nullable Failure warning(StreamViewType type, @Nullable String filter) {
    StreamDescription stream =
        StreamDescription.builder().streamArn("arn").streamViewType(type).build();
    return ImagesOfFilter.warning(
        stream, new Share(Operation.publishedByDefault(), filter, 1 << 20));
  }
}
