package dev.fes.controller.plan;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The settings document of one stage while it is written: dotted keys, sorted, absent values left out. */
final class Settings {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .changeDefaultPropertyInclusion(
                    i -> i.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY))
            .build();

    private final SortedMap<String, Object> values = new TreeMap<>();

    Settings put(String key, @Nullable Object value) {
        if (value != null) {
            values.put(key, value);
        }
        return this;
    }

    /** A record's type and fields under their own names, as its other reader, the stage, binds them. */
    Settings putRecord(String prefix, Record settings) {
        put(prefix + ".type", settings.getClass().getSimpleName());
        for (var field : JSON.<JsonNode>valueToTree(settings).properties()) {
            put(prefix + "." + field.getKey(), field.getValue());
        }
        return this;
    }

    Config config(Credentials credentials) {
        return new Config(JSON.writeValueAsString(values), credentials);
    }
}
