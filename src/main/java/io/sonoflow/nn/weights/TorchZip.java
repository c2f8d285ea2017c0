package io.sonoflow.nn.weights;

import io.sonoflow.nn.weights.PickleObjects.StorageRef;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * torch.save since PyTorch 1.6: a zip with {@code <root>/data.pkl} and the storages as {@code <root>/data/<key>}.
 */
final class TorchZip {

	private final WeightFile file;
	private final ZipDirectory zip;
	private final String root;
	private final ByteOrder order;

	private TorchZip(final WeightFile file, final ZipDirectory zip) throws IOException {
		this.file = file;
		this.zip = zip;
		this.root = root();
		this.order = order();
	}

	static StateDict read(final WeightFile file) throws IOException {
		return new TorchZip(file, ZipDirectory.read(file)).stateDict();
	}

	private StateDict stateDict() throws IOException {
		final PickleObjects objects = new PickleObjects();
		final Object pickled;
		try (InputStream in = new BufferedInputStream(zip.stream(root + "data.pkl"))) {
			pickled = Pickle.load(new PickleInput(in), objects);
		}
		return new StateDict(file.path().toString(), PickleTree.items(pickled, this::storage), Map.of());
	}

	/** The root is called as the file was when it was saved. */
	private String root() {
		final List<String> roots = zip.names().stream().filter(name -> name.equals("data.pkl") || name.endsWith(
			"/data.pkl") && name.indexOf('/') == name.length() - 9).map(name -> name.substring(0, name.length() - 8)).toList();
		if (roots.size() != 1) throw new FormatException("it is a zip archive with " + (roots.isEmpty() ? "no"
			: "more than one") + " data.pkl, so not one that torch.save wrote");
		return roots.get(0);
	}

	private ByteOrder order() throws IOException {
		if (!zip.names().contains(root + "byteorder")) return ByteOrder.LITTLE_ENDIAN;
		try (InputStream in = zip.stream(root + "byteorder")) {
			final String text = new String(in.readNBytes(16), StandardCharsets.US_ASCII).strip();
			return switch (text) {
				case "little" -> ByteOrder.LITTLE_ENDIAN;
				case "big" -> ByteOrder.BIG_ENDIAN;
				default -> throw new FormatException("its byte order is called \"" + text + "\"");
			};
		}
	}

	private Storage storage(final StorageRef ref) {
		final String key = ref.key();
		if (key.isEmpty() || !key.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || c == '_'))
			throw new FormatException("it names a storage \"" + key + "\", which is no plain key but a way to somewhere else");
		try {
			final ZipDirectory.Entry entry = zip.entry(root + "data/" + key);
			final long length = Tensors.bytes(ref);
			if (entry.size() < length) throw new FormatException("storage " + key + " declares " + length +
				" bytes but has " + entry.size());
			return new Storage.Part(zip.storage(entry, order), 0, length);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
