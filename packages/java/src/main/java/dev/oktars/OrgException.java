package dev.oktars;

/** The org did not start, or it refused what a test asked for. */
public class OrgException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    OrgException(String message) {
        this(message, 0);
    }

    OrgException(String message, int status) {
        super(message);
        this.status = status;
    }

    /** The status of the answer; 0 if there is none. */
    public int status() {
        return status;
    }
}
