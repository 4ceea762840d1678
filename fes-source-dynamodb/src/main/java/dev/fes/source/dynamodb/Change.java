package dev.fes.source.dynamodb;

import dev.fes.api.event.Facts;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One item's change, read from the stream and not yet on its way.
 *
 * @param keys the attributes of the item's key
 * @param image the new image, the old one of a removed item, or the keys if the stream has neither
 * @param json the change record
 * @param unreadable why it could not be rendered, if so
 */
record Change(
    Facts facts,
    Map<String, AttributeValue> keys,
    Map<String, AttributeValue> image,
    byte[] json,
    @Nullable String unreadable) {}
