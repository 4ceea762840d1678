package dev.fes.controller.ops;

import dev.fes.controller.reconcile.Leadership;
import dev.fes.controller.reconcile.Reconciler;
import java.time.Clock;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
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
  Guard guard(Access access) {
    return new Guard(access, new Audit(Clock.systemUTC()));
  }

  @Bean
  FilterRegistrationBean<BearerFilter> bearerFilter() {
    FilterRegistrationBean<BearerFilter> filter = new FilterRegistrationBean<>(new BearerFilter());
    filter.addUrlPatterns("/actuator/*");
    return filter;
  }

  @Bean
  RefusalAdvice refusalAdvice() {
    return new RefusalAdvice();
  }

  @Bean
  ReconciledHealth reconciledHealthIndicator(Reconciler reconciler, Leadership leadership) {
    return new ReconciledHealth(reconciler, leadership);
  }
}
