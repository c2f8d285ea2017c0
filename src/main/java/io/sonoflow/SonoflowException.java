package io.sonoflow;

/**
 * The root of everything Sonoflow throws on purpose. A message always says what is wrong, why, and what to do; it is
 * shown to the user as it is.
 */
public abstract class SonoflowException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private SonoflowException(final String message, final Throwable cause) {
		super(message, cause);
	}

	/** A value the user gave is missing, unknown, out of range or does not fit the others. */
	public static final class Input extends SonoflowException {

		private static final long serialVersionUID = 1L;

		public Input(final String message) {
			super(message, null);
		}

		public Input(final String message, final Throwable cause) {
			super(message, cause);
		}
	}

	/** A file or folder cannot be read or written, or its content is not what it should be. */
	public static final class File extends SonoflowException {

		private static final long serialVersionUID = 1L;

		public File(final String message) {
			super(message, null);
		}

		public File(final String message, final Throwable cause) {
			super(message, cause);
		}
	}

	/** The engine or the computing device is missing, broken or too small. */
	public static final class Device extends SonoflowException {

		private static final long serialVersionUID = 1L;

		public Device(final String message) {
			super(message, null);
		}

		public Device(final String message, final Throwable cause) {
			super(message, cause);
		}
	}

	/** The user cancelled; what was finished before stays on disk. */
	public static final class Cancelled extends SonoflowException {

		private static final long serialVersionUID = 1L;

		public Cancelled(final String message) {
			super(message, null);
		}
	}
}
