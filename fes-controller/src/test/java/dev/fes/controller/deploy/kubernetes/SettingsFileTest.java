package dev.fes.controller.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fes.controller.plan.App;
import dev.fes.controller.plan.Config;
import dev.fes.controller.plan.Credentials;
import dev.fes.controller.plan.Role;
import dev.fes.controller.plan.Stage;
import dev.fes.controller.plan.Unit;
import dev.fes.controller.plan.Wiring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.json.JsonMapper;

class SettingsFileTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "[?(@.a == 'gr\u00fc\u00dfe')]",
        "\uD83D\uDE00",
        "del \u007f, nul \u0000, line \u2028, \uFFFE",
        "- a: {b: &c !!d} # e",
        "\\${HOME} \"quoted\" \\\\",
        "yes",
        "017",
        "\t\n"
      })
  void isReadByAStageAsItWasMeant(String value) throws IOException {
    assertThat(read("{\"fes.source.filter\":" + JSON.writeValueAsString(value) + "}"))
        .extracting(settings -> settings.getProperty("fes.source.filter"))
        .isEqualTo(value);
  }

  @Test
  void keepsListsAndNumbersAndSaysThePort() throws IOException {
    PropertySource<?> settings =
        read(
            "{\"fes.sink.lanes\":4,\"fes.source.routes\":[{\"stream\":\"a\"},{\"stream\":\"b\"}]}");

    assertThat(settings.getProperty("fes.sink.lanes")).isEqualTo(4);
    assertThat(settings.getProperty("fes.source.routes[1].stream")).isEqualTo("b");
    assertThat(settings.getProperty("server.port")).isEqualTo(8080);
  }

  private static PropertySource<?> read(String json) throws IOException {
    Stage stage =
        new Stage(
            "x-sink",
            Role.SINK,
            App.NAKADI_SINK,
            List.of("x"),
            new Wiring(null, List.of()),
            new Config(json, new Credentials.InSettings()));
    String text = SettingsFile.text(Unit.of(stage, Set.of()));
    return new YamlPropertySourceLoader()
        .load("settings", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
        .getFirst();
  }
}
