"""The miniature answers right in every precision: what numbers cannot tell about 4 bits, answers can."""

import shutil
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer as ReferenceTokenizer
from torch import Tensor

from model_runtime.cogvlm2.context import Context, Picture
from model_runtime.cogvlm2.network import CogVLM2Network
from model_runtime.engines.cogvlm2_check import empty_network, open_weights
from model_runtime.inference.prefix_store import PrefixStore
from model_runtime.quantization.bnb_dump import install_packed
from model_runtime.quantization.conversion import install, linear_treatments
from model_runtime.quantization.loading import Conversion, converted_blocks, fill
from model_runtime.quantization.recipe import FULL, INT4, INT8, Recipe
from model_runtime.weights.model_folder import ModelFolder
from model_runtime.weights.reading import TensorReader
from model_runtime.weights.tokenizer import Tokenizer
from tests.helpers import checkpoint_forward as oracle
from tests.helpers import shape_pictures, train_miniature
from tests.helpers.pack_checkpoint import packed_tensors

FOLDER = Path(__file__).parents[2] / "data" / "miniature"
PICTURES = range(train_miniature.CHECK_FROM, train_miniature.CHECK_FROM + 20)
END = train_miniature.CONFIG["eos_token_id"][0]
CPU = torch.device("cpu")


def network_of(recipe: Recipe, dtype: torch.dtype, folder: Path = FOLDER) -> CogVLM2Network:
    """Load the miniature and make it ready."""
    weights = open_weights(folder)
    network = empty_network(weights.config)
    install_packed(network, weights.packed)
    treatments = linear_treatments(network, recipe)
    install(network, treatments)
    with TensorReader(weights.checkpoint, lambda done, total: None, lambda: False) as reader:
        conversion = Conversion(dtype, CPU, treatments, weights.packed)
        fill(network, converted_blocks(weights.shapes, reader.read, conversion), CPU)
    network.prepare()
    return network


def first_logits(network: CogVLM2Network, tokenizer: Tokenizer) -> tuple[float, Tensor]:
    """Ask all questions; return the share answered right and the logits [questions, vocabulary] behind each prompt."""
    context = Context(network, 64, PrefixStore(1 << 20))
    right, logits = 0, []
    for number in PICTURES:
        picture = Picture(number, lambda number=number: train_miniature.pixels_of(number)[None])  # type: ignore[misc]
        for question, answer in shape_pictures.quiz(number).questions:
            words = tokenizer.encode(f"Question: {question} Answer:")
            found = context.prefill(picture, words, lambda: False).logits
            logits.append(found[0])
            ids: list[int] = []
            while len(ids) < 4 and (token := int(found.argmax())) != END:
                ids.append(token)
                found = context.step(torch.tensor([token]))
            right += tokenizer.decode(ids) == answer
    return right / len(logits), torch.stack(logits)


def as_4bit_release(folder: Path) -> Path:
    """Write the miniature as the official 4-bit releases are: FP4 in every linear layer, the tower's too."""
    shutil.copytree(FOLDER, folder)
    for path in folder.glob("model*"):
        path.unlink()
    [weights] = FOLDER.glob("*.safetensors")
    save_file(packed_tensors(load_file(weights)), folder / "model.safetensors")
    return folder


def test_four_bits_still_answer_right(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Accuracies and logits errors of all precisions are printed; no precision loses more than 5 points."""
    tokenizer = Tokenizer(ModelFolder(FOLDER))
    networks = {
        "fp32": network_of(FULL, torch.float32),
        "bf16": network_of(FULL, torch.bfloat16),
        "int8": network_of(INT8, torch.bfloat16),
        "int4": network_of(INT4, torch.bfloat16),
        "fp4 release": network_of(FULL, torch.bfloat16, as_4bit_release(tmp_path / "fp4")),
    }
    results = {precision: first_logits(network, tokenizer) for precision, network in networks.items()}
    exact = results["fp32"][1]
    for precision, (accuracy, logits) in results.items():
        error = float((logits - exact).norm() / exact.norm())
        record_property(f"miniature_{precision}", {"accuracy": accuracy, "logits_error": error})
        print(f"{precision:12}  right {accuracy:6.1%}   logits error against fp32 {error:.4f}")
    full = results["fp32"][0]
    assert [p for p, (accuracy, _) in results.items() if accuracy < full - 0.05] == []


def test_the_miniature_uses_its_eyes() -> None:
    """With the picture it is right at least 20 points more often than without: it cannot be guessing."""
    network = network_of(FULL, torch.float32)
    tensors = {name: tensor.detach() for name, tensor in network.state_dict().items()}
    tokenizer = ReferenceTokenizer.from_file(str(FOLDER / "tokenizer.json"))
    seen = train_miniature.accuracy(tensors, tokenizer, PICTURES, with_picture=True)["all"]
    blind = train_miniature.accuracy(tensors, tokenizer, PICTURES, with_picture=False)["all"]
    print(f"with picture {seen:.1%}, without {blind:.1%}")
    assert seen - blind >= 0.2
    assert sum(tensor.numel() for tensor in tensors.values()) <= 3_000_000
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 4 << 20


def test_the_network_computes_what_the_checkpoint_says() -> None:
    """Every greedy token of twenty answers is that of an independent, mask-routed computation without a cache."""
    network, tokenizer = network_of(FULL, torch.float32), Tokenizer(ModelFolder(FOLDER))
    tensors = {name: tensor.detach() for name, tensor in network.state_dict().items()}
    sizes = oracle.Sizes.of(train_miniature.CONFIG)
    context = Context(network, 64, PrefixStore(1 << 20))
    for number in PICTURES[:5]:
        pixels = train_miniature.pixels_of(number)[None]
        for question, _ in shape_pictures.quiz(number).questions:
            words = tokenizer.encode(f"Question: {question} Answer:")
            expected = oracle.greedy(tensors, sizes, [train_miniature.CONFIG["bos_token_id"], *words], pixels, 4)
            found = context.prefill(Picture(number, lambda pixels=pixels: pixels), words, lambda: False).logits  # type: ignore[misc]
            ids = []
            for _ in range(4):
                ids.append(int(found.argmax()))
                found = context.step(torch.tensor(ids[-1:]))
            assert ids == expected
