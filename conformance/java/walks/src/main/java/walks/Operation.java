package walks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.okta.sdk.authc.credentials.TokenClientCredentials;
import com.okta.sdk.cache.Caches;
import com.okta.sdk.client.Clients;
import com.okta.sdk.resource.client.ApiClient;
import com.okta.sdk.resource.client.ApiException;
import com.okta.sdk.resource.common.PagedList;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A method of the SDK, which has the id of an operation as its name. */
final class Operation {
    private static final ApiClient CLIENT = Clients.builder()
            .setOrgUrl(Story.ORG)
            .setClientCredentials(new TokenClientCredentials(Story.TOKEN))
            .setCacheManager(Caches.newDisabledCacheManager())
            .build();
    private static final ObjectMapper JSON = CLIENT.getObjectMapper();
    private static final Map<String, Operation> ALL = new HashMap<>();

    private final Object api;
    private final Method method;
    private final List<String> names;

    private Operation(Object api, Method method, List<String> names) {
        this.api = api;
        this.method = method;
        this.names = names;
    }

    /** The operation, or null if the SDK does not know it. */
    static Operation of(String id) throws ReflectiveOperationException, IOException, URISyntaxException {
        if (ALL.isEmpty()) {
            fill();
        }
        return ALL.get(id);
    }

    private static void fill() throws ReflectiveOperationException, IOException, URISyntaxException {
        File jar = new File(ApiClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<String> classes = new ArrayList<>();
        try (JarFile opened = new JarFile(jar)) {
            opened.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.matches("com/okta/sdk/resource/api/\\w+Api\\.class"))
                    .forEach(name -> classes.add(name.replace(".class", "").replace('/', '.')));
        }
        for (String name : classes) {
            Class<?> kind = Class.forName(name);
            Object api = kind.getConstructor(ApiClient.class).newInstance(CLIENT);
            Map<String, List<String>> parameters = parameters(kind);
            for (Method method : kind.getDeclaredMethods()) {
                int last = method.getParameterCount() - 1;
                // Each method stands there twice, with further headers and without.
                boolean headers = last >= 0 && method.getParameterTypes()[last] == Map.class;
                if (Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()) && !headers) {
                    ALL.putIfAbsent(method.getName(), new Operation(api, method, parameters.get(key(method))));
                }
            }
        }
    }

    private static String key(Method method) {
        return method.getName() + org.objectweb.asm.Type.getMethodDescriptor(method);
    }

    /** The names of parameters, which stand in a class among its local variables. */
    private static Map<String, List<String>> parameters(Class<?> kind) throws IOException {
        Map<String, List<String>> found = new HashMap<>();
        try (InputStream content = kind.getResourceAsStream(kind.getSimpleName() + ".class")) {
            new ClassReader(content).accept(new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
                    int count = org.objectweb.asm.Type.getArgumentTypes(descriptor).length;
                    TreeMap<Integer, String> names = new TreeMap<>();
                    return new MethodVisitor(Opcodes.ASM9) {
                        @Override
                        public void visitLocalVariable(String local, String type, String generic, Label start, Label end, int place) {
                            if (place >= 1 && place <= count) {
                                names.put(place, local);
                            }
                        }

                        @Override
                        public void visitEnd() {
                            found.put(name + descriptor, new ArrayList<>(names.values()));
                        }
                    };
                }
            }, ClassReader.SKIP_FRAMES);
        }
        return found;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase();
    }

    boolean takes(String parameter) {
        return names.stream().anyMatch(name -> plain(name).equals(plain(parameter)));
    }

    JsonNode call(List<JsonNode> path, ObjectNode query, JsonNode body) throws Exception {
        return read(execute(path, query, body));
    }

    private static JsonNode read(Object answer) {
        return answer == null ? JsonNodeFactory.instance.nullNode() : JSON.valueToTree(answer);
    }

    /** Follows the pages of a list, as the SDK's manual says. */
    JsonNode all(List<JsonNode> path, ObjectNode query) throws Exception {
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        ObjectNode next = query.deepCopy();
        while (true) {
            Object page = execute(path, next, null);
            read(page).forEach(found::add);
            if (!(page instanceof PagedList<?> paged) || !paged.hasMoreItems()) {
                return found;
            }
            next.put("after", paged.getAfter());
        }
    }

    /** What the path holds comes first, then the body, and the query by name. */
    private Object execute(List<JsonNode> path, ObjectNode query, JsonNode body) throws Exception {
        Type[] types = method.getGenericParameterTypes();
        Object[] arguments = new Object[types.length];
        JsonNode left = body;
        List<String> asked = new ArrayList<>();
        query.fieldNames().forEachRemaining(asked::add);
        for (int place = 0; place < types.length; place++) {
            String name = plain(names.get(place));
            String named = asked.stream().filter(one -> plain(one).equals(name)).findFirst().orElse(null);
            if (place < path.size()) {
                arguments[place] = as(types[place], path.get(place));
            } else if (named != null) {
                arguments[place] = as(types[place], query.get(named));
                asked.remove(named);
            } else if (left != null && isBody(method.getParameterTypes()[place])) {
                arguments[place] = as(types[place], left);
                left = null;
            }
        }
        if (path.size() > types.length || !asked.isEmpty() || left != null) {
            throw new IOException("the method takes only " + names + ": no " + asked + (left == null ? "" : ", and no body"));
        }
        try {
            return method.invoke(api, arguments);
        } catch (InvocationTargetException thrown) {
            throw refusal(thrown.getCause());
        }
    }

    /** Enumerations stand in the query as well. */
    private static boolean isBody(Class<?> type) {
        boolean simple = Arrays.asList(String.class, Boolean.class, Integer.class, Float.class).contains(type);
        return !simple && !type.isEnum();
    }

    /** A value of the SDK's type, as the SDK reads it. */
    private static Object as(Type type, JsonNode value) throws IOException {
        return JSON.readerFor(JSON.constructType(type)).readValue(value.toString());
    }

    /** What the SDK says about an error. */
    private static Exception refusal(Throwable thrown) throws IOException {
        if (!(thrown instanceof ApiException error) || error.getCode() < 400 || error.getResponseBody() == null) {
            Throwable root = thrown;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            return new IOException(root.toString().lines().findFirst().orElse(""), thrown);
        }
        JsonNode told = JSON.readTree(error.getResponseBody());
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        found.put("status", error.getCode());
        found.set("code", told.path("errorCode"));
        found.set("summary", told.path("errorSummary"));
        ArrayNode causes = found.putArray("causes");
        told.path("errorCauses").forEach(cause -> causes.add(Objects.toString(cause.path("errorSummary").textValue(), "")));
        return new Refusal(found);
    }
}
