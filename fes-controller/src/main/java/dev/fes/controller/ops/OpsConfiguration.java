package dev.fes.controller.ops;

import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.Reconciler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoints of the controller. */
@Configuration(proxyBeanMethods = false)
public class OpsConfiguration {

  @Bean
  StreamsEndpoint streamsEndpoint(Reconciler reconciler, Leadership leadership) {
    return new StreamsEndpoint(reconciler, leadership);
  }

  @Bean
  DashboardHeaders dashboardHeaders() {
    return new DashboardHeaders();
  }

  @Bean
  ReconciledHealth reconciledHealthIndicator(Reconciler reconciler, Leadership leadership) {
    return new ReconciledHealth(reconciler, leadership);
  }
}
