package dev.fes.flow;

import dev.fes.stage.Converter;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires one run over a file of changes in place of a stage between topics. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("fes.flow.preview.input")
@EnableConfigurationProperties(PreviewSettings.class)
class PreviewConfiguration {

  @Bean
  PreviewRun previewRun(Converter converter, PreviewSettings settings) {
    return new PreviewRun(new Preview(converter.function()), settings);
  }
}
