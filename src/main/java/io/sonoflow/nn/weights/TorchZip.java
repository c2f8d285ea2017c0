package io.sonoflow.nn.weights;

import io.sonoflow.nn.weights.PickleObjects.StorageRef;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;

/**
 * torch.save since PyTorch 1.6: a zip with {@code <root>/data.pkl} and the storages as {@code <root>/data/<key>}.
 */
final class TorchZip {

	private final WeightFile file;
	private final ZipFile zip;
	private final String root;
	private final ByteOrder order;

	private TorchZip(final WeightFile file, final ZipFile zip) throws IOException {
		this.file = file;
		this.zip = zip;
		this.root = root();
		this.order = order();
	}

	static StateDict read(final WeightFile file) throws IOException {
		try (ZipFile zip = ZipFile.builder().setPath(file.path()).get()) {
			return new TorchZip(file, zip).stateDict();
		}
	}

	private StateDict stateDict() throws IOException {
		final PickleObjects objects = new PickleObjects();
		final Object pickled;
		try (InputStream in = new BufferedInputStream(zip.getInputStream(entry(root + "data.pkl")))) {
			pickled = Pickle.load(new PickleInput(in), objects);
		}
		return new StateDict(file.path().toString(), PickleTree.items(pickled, this::storage), Map.of());
	}

	/** The root is called as the file was when it was saved. */
	private String root() {
		final List<String> roots = new ArrayList<>();
		zip.getEntries().asIterator().forEachRemaining(entry -> {
			final String name = entry.getName();
			if (name.equals("data.pkl") || name.endsWith("/data.pkl") && name.indexOf('/') == name.length() - 9) roots.add(
				name.substring(0, name.length() - 8));
		});
		if (roots.size() != 1) throw new FormatException("it is a zip archive with " + (roots.isEmpty() ? "no"
			: "more than one") + " data.pkl, so not one that torch.save wrote");
		return roots.get(0);
	}

	private ByteOrder order() throws IOException {
		if (zip.getEntry(root + "byteorder") == null) return ByteOrder.LITTLE_ENDIAN;
		try (InputStream in = zip.getInputStream(entry(root + "byteorder"))) {
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
		final ZipArchiveEntry entry = entry(root + "data/" + key);
		final long length = Tensors.bytes(ref);
		if (entry.getSize() < length) throw new FormatException("storage " + key + " declares " + length + " bytes but has " +
			entry.getSize());
		if (entry.getMethod() != ZipMethod.STORED.getCode()) return new WeightFile.Inflated(file, entry.getName(), length,
			order);
		final long offset = entry.getDataOffset();
		if (offset < 0 || offset > file.length() - entry.getSize()) throw new FormatException("storage " + key +
			" lies beyond the end of the file: it is cut off");
		return new WeightFile.Region(file, offset, length, order);
	}

	private ZipArchiveEntry entry(final String name) {
		final List<ZipArchiveEntry> found = new ArrayList<>();
		zip.getEntries(name).forEach(found::add);
		if (found.isEmpty()) throw new FormatException("its part " + name + " is missing");
		if (found.size() > 1) throw new FormatException("its part " + name + " is there more than once");
		final ZipArchiveEntry entry = found.get(0);
		if (!zip.canReadEntryData(entry)) throw new FormatException("its part " + name +
			" is encrypted or compressed in a way that cannot be read");
		return entry;
	}
}
