package dev.oktars;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the tests of a class a local org: a test, a constructor or a method such as {@code @BeforeEach} takes a
 * parameter of the type {@link Org}.
 *
 * <p>The tests of a class share an org, and each begins with the same state. So they must not run in parallel. An
 * {@code @BeforeAll} method that takes the org fills it for all of them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OktarsExtension.class)
public @interface OktarsOrg {
    /** {@code empty}, {@code demo}, a number of users, or the path of a JSON file; empty unless it is given. */
    String seed() default "";

    /** Apps to sign in to: {@code web=http://localhost:3000/callback}, {@code spa=..}, {@code native=..}, {@code service}. */
    String[] app() default {};

    /** More arguments of {@code oktars org serve}. */
    String[] args() default {};
}
