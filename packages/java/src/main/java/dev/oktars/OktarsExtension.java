package dev.oktars;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** The extension behind {@link OktarsOrg}. */
public final class OktarsExtension implements BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(OktarsExtension.class);
    private static final String START = "oktars: start of each test";

    /** An org that JUnit ends with the class. */
    private static final class Kept implements ExtensionContext.Store.CloseableResource {
        private final Org org;
        private boolean begun;

        private Kept(Org org) {
            this.org = org;
        }

        @Override
        public void close() {
            org.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Kept kept = kept(context);
        if (!kept.begun) {
            kept.org.snapshot(START);
            kept.begun = true;
        }
        kept.org.restore(START);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Org.class;
    }

    @Override
    public Org resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return kept(context).org;
    }

    /** The org of the class that has the annotation. Nested classes share it. */
    private static Kept kept(ExtensionContext context) {
        ExtensionContext owner = context;
        while (owner.getElement().filter(element -> element.isAnnotationPresent(OktarsOrg.class)).isEmpty()) {
            owner = owner.getParent()
                    .orElseThrow(() -> new IllegalStateException("no class around the test has the annotation @OktarsOrg"));
        }
        OktarsOrg options = owner.getRequiredTestClass().getAnnotation(OktarsOrg.class);
        return owner.getStore(NAMESPACE).getOrComputeIfAbsent("org", key -> new Kept(started(options)), Kept.class);
    }

    private static Org started(OktarsOrg options) {
        Org.Options started = Org.options().app(options.app()).args(options.args());
        return (options.seed().isEmpty() ? started : started.seed(options.seed())).start();
    }
}
